// Every message in this language.
const ours = import.meta.glob<string>("../../messages/en/*.ftl", { query: "?raw", import: "default", eager: true });
const shared = import.meta.glob<string>(
  [
    "@content/messages/en/*.ftl",
    "!**/app.ftl", "!**/help.ftl", "!**/verify.ftl",
  ],
  { query: "?raw", import: "default", eager: true },
);
export default [...Object.values(shared), ...Object.values(ours)];
