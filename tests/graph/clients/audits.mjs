// Runs the server audits of graphql-http against the address given and prints their outcomes.
import { serverAudits } from "graphql-http";

const audits = serverAudits({ url: process.argv[2] });
const outcomes = await Promise.all(
  audits.map(async (audit) => {
    const { status, reason } = await audit.fn();
    return { id: audit.id, name: audit.name, status, reason };
  }),
);
console.log(JSON.stringify(outcomes));
