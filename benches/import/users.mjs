// Users as a Django of some years' age has them: most with its own PBKDF2, some with what there was before or after.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";

/** Out of ten. */
const KINDS = [
  ...Array(6).fill((salt, tag) => `pbkdf2_sha256$600000$${salt}$${tag}`),
  ...Array(2).fill((salt, tag) => `pbkdf2_sha256$260000$${salt}$${tag}`),
  (salt) => `bcrypt$$2b$12$${salt.slice(0, 21)}ePaWxn96p36WQoeG6Lruj3vjPGga31lW`,
  () => "!",
];

/** @param {string} file @param {number} count */
export async function makeUsers(file, count) {
  const out = createWriteStream(file);
  out.write("id,password,last_login,is_superuser,username,first_name,last_name,email,is_staff,is_active,date_joined\n");
  for (let id = 1; id <= count; id++) {
    const tag = createHash("sha256").update(`user ${id}`).digest("base64");
    const hash = KINDS[id % KINDS.length](tag.replace(/\W/g, "x").slice(0, 22), tag);
    const row = `${id},${hash},,f,user${id},First,Last,user${id}@example.com,f,t,2024-05-01 10:00:00+00\n`;
    if (!out.write(row)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
}
