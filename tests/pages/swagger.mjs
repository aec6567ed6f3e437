// Swagger UI, as a person uses it.

/** Authorize, johndoe, secret, the scope `me`, Authorize, Close. */
export async function authorize(page) {
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const dialog = page.locator(".modal-ux");
  await dialog.getByLabel("username:").fill("johndoe");
  await dialog.getByLabel("password:").fill("secret");
  await dialog.getByText("Read information about the current user.").click();
  await dialog.getByRole("button", { name: "Apply given OAuth2 credentials" }).click();
  await dialog.getByRole("button", { name: "Remove authorization" }).waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().click();
}

/** Opens an operation, Try it out, Execute; resolves to where the live answer is shown. */
export async function execute(page, id, name) {
  const operation = page.locator(`#operations-default-${id}`);
  await operation.getByRole("button", { name }).first().click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation.getByRole("button", { name: "Execute" }).click();
  const live = operation.locator(".live-responses-table");
  await live.waitFor();
  return live;
}

/** The same for `/users/me`. */
export const askForMe = (page) => execute(page, "read_users_me_users_me__get", "get /users/me/");
