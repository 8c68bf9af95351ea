// Lints the GraphQL schema at the path given and prints what is wrong with it.
import { readFile } from "node:fs/promises";
import { ESLint } from "eslint";

const schema = await readFile(process.argv[2], "utf-8");
const eslint = new ESLint({
  cwd: import.meta.dirname,
  overrideConfig: {
    languageOptions: { parserOptions: { graphQLConfig: { schema } } },
  },
});
const [found] = await eslint.lintText(schema, { filePath: "schema.graphql" });
console.log(
  JSON.stringify(
    found.messages.map(({ ruleId, line, message }) => `${line} ${ruleId}: ${message}`),
  ),
);
