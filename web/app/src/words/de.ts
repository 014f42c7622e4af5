// Every message in this language.
const ours = import.meta.glob<string>("../../messages/de/*.ftl", { query: "?raw", import: "default", eager: true });
const shared = import.meta.glob<string>(
  [
    "@content/messages/de/*.ftl",
    "!**/app.ftl", "!**/help.ftl", "!**/verify.ftl",
  ],
  { query: "?raw", import: "default", eager: true },
);
export default [...Object.values(shared), ...Object.values(ours)];
