// What the report says of a whole file: what does not come along, and what will surprise people.

/** @param {number} count @param {string} one @param {string} more */
const plural = (count, one, more) => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

/** Counts over the users of one file. */
export class Remarks {
  #source;
  #joined;
  #withoutPasswords;
  #users = 0;
  #hashes = 0;
  #factors = 0;
  #capitals = 0;
  #unclear = 0;
  /** @type {Map<string, number>} */
  #problems = new Map();

  /**
   * @param {import("./sources.js").Source} source
   * @param {{ joined?: Map<string, string>, withoutPasswords?: boolean }} asked
   */
  constructor(source, { joined, withoutPasswords = false }) {
    this.#source = source;
    this.#joined = joined !== undefined;
    this.#withoutPasswords = withoutPasswords;
  }

  /** @param {import("./record.js").Draft} draft */
  count({ username, hash, second_factor: factor, unclear, problem }) {
    this.#users++;
    if (hash) this.#hashes++;
    if (factor) this.#factors++;
    if (unclear) this.#unclear++;
    if (this.#source.anyCase && /\p{Lu}/u.test(username ?? "")) this.#capitals++;
    if (problem) this.#problems.set(problem, (this.#problems.get(problem) ?? 0) + 1);
  }

  /** Sentences for the person at the keyboard. */
  notes() {
    const notes = [];
    if (this.#source.join && !this.#withoutPasswords && this.#users > 0 && this.#hashes === 0)
      notes.push(
        this.#joined
          ? "nobody has a password: no user's id is in the second table, or it has no hashes"
          : `nobody has a password: ${this.#source.title} keeps them in a second table, which --accounts names`,
      );
    if (this.#unclear > 0)
      notes.push(
        plural(
          this.#unclear,
          "user is disabled because a column such as is_active says neither yes nor no",
          "users are disabled because a column such as is_active says neither yes nor no",
        ),
      );
    if (this.#factors > 0)
      notes.push(`${this.#factors.toLocaleString("en")} had a second factor, which keyward has not`);
    if (this.#capitals > 0)
      notes.push(
        plural(
          this.#capitals,
          "name has capital letters; the old system took it in any case, here it is exact",
          "names have capital letters; the old system took them in any case, here they are exact",
        ),
      );
    return notes;
  }

  /** Why users can't log in yet, and how many. */
  problems() {
    return [...this.#problems].map(([problem, users]) => `${users.toLocaleString("en")}: ${problem}`);
  }
}
