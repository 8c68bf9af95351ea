// How schema.graphql is linted: all that is recommended for schemas, and for Relay.
import graphql from "@graphql-eslint/eslint-plugin";

const { configs } = graphql;

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: { parser: graphql.parser },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...configs["flat/schema-recommended"].rules,
      ...configs["flat/schema-relay"].rules,
      // A connection offers `nodes` beside `edges`: a list of what is no edge.
      "@graphql-eslint/relay-edge-types": [
        "error",
        // An item of the inbox points to an object and is none itself.
        { withEdgeSuffix: true, listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
      ],
      // What is no object of its own has no id: parts of answers, and what is computed.
      "@graphql-eslint/strict-id-in-types": [
        "error",
        {
          exceptions: {
            suffixes: ["Connection", "Edge", "Error", "Payload"],
            types: [
              "AlikeSubmission",
              "Caller",
              "CountedDate",
              "DepartmentSuggestion",
              "DueDateExplanation",
              "EventFeed",
              "FigureDefinition",
              "IdentifyingSpan",
              "InvitedCase",
              "LeaderDesk",
              "PageInfo",
              "PastePreview",
              "PastePreviewLine",
              "PublishedAnswer",
              "RateLimit",
              "Ratio",
              "SimilarSubmission",
              "Statistics",
              "StatisticsCell",
              "SubmissionRow",
              "SuggestedText",
              "Tier",
              "TodoCount",
              "TodoItem",
            ],
          },
        },
      ],
    },
  },
];
