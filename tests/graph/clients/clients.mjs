// What programs of other people do with the server: prints one outcome for each scenario.
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client/core";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWsClient } from "graphql-ws";
import WebSocket from "ws";

const [url, socketUrl] = process.argv.slice(2);
const HELLO = "{ hello }";
const RENAME = 'mutation { rename(name: "new") }';
const COUNT = "subscription { count(to: 3) }";
const WRONG = "{ nothingOfTheKind }";
const SLOW = "subscription { forever }";

const codes = (errors) => errors.map((error) => error.extensions.code);

/** Collects what a subscription brings: its data, then how it ended. */
const collect = (subscribe) =>
  new Promise((resolve) => {
    const got = [];
    subscribe({
      next: (value) => got.push(value.data ?? { errors: codes(value.errors) }),
      error: (error) => resolve({ got, error: codeOf(error) }),
      complete: () => resolve({ got }),
    });
  });

/** The same for urql, which shows the last result again, without a next, when it is complete. */
const collectFromUrql = (client) =>
  new Promise((resolve) => {
    const got = [];
    client.subscription(COUNT, {}).subscribe(({ data, error, hasNext }) => {
      if (error || !hasNext) resolve({ got, ...(error && { error: error.message }) });
      else got.push(data);
    });
  });

const codeOf = (error) => {
  if (Array.isArray(error)) return codes(error);
  if (error.errors) return codes(error.errors);
  return error.code ?? error.message;
};

const urql = (options = {}) =>
  new Client({ url, exchanges: [cacheExchange, fetchExchange], preferGetMethod: false, ...options });

const apollo = (link = new HttpLink({ uri: url })) =>
  new ApolloClient({ link, cache: new InMemoryCache() });

const overSocket = (options = {}) =>
  createWsClient({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0, ...options });

const overEvents = (options = {}) => createSseClient({ url, retryAttempts: 0, ...options });

const follow = (client, query) => (sink) => client.subscribe({ query }, sink);

const scenarios = {
  urqlQuery: async () => (await urql().query(HELLO, {}).toPromise()).data,
  urqlQueryByGet: async () =>
    (await urql({ preferGetMethod: "force" }).query(HELLO, {}).toPromise()).data,
  urqlMutation: async () => (await urql().mutation(RENAME, {}).toPromise()).data,
  urqlMistake: async () =>
    codes((await urql().query(WRONG, {}).toPromise()).error.graphQLErrors),
  urqlSubscriptionOverEvents: () => collectFromUrql(urql({ fetchSubscriptions: true })),
  urqlSubscriptionOverSocket: async () => {
    const socket = overSocket();
    const forwardSubscription = ({ query, variables }) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
    });
    const exchanges = [cacheExchange, fetchExchange, subscriptionExchange({ forwardSubscription })];
    const outcome = await collectFromUrql(urql({ exchanges }));
    await socket.dispose();
    return outcome;
  },
  apolloQuery: async () => (await apollo().query({ query: gql(HELLO) })).data,
  apolloMutation: async () => (await apollo().mutate({ mutation: gql(RENAME) })).data,
  apolloMistake: () => apollo().query({ query: gql(WRONG) }).catch(codeOf),
  apolloSubscriptionOverSocket: async () => {
    const socket = overSocket();
    const client = apollo(new GraphQLWsLink(socket));
    const outcome = await collect((sink) => client.subscribe({ query: gql(COUNT) }).subscribe(sink));
    await socket.dispose();
    return outcome;
  },
  eventsQuery: () => collect(follow(overEvents(), HELLO)),
  eventsSubscription: () => collect(follow(overEvents(), COUNT)),
  eventsMistake: () => collect(follow(overEvents(), WRONG)),
  eventsAsSomebody: () =>
    collect(follow(overEvents({ headers: { authorization: "Bearer alice" } }), "{ person }")),
  socketQuery: () => collect(follow(overSocket(), HELLO)),
  socketSubscription: () => collect(follow(overSocket(), COUNT)),
  socketMistake: () => collect(follow(overSocket(), WRONG)),
  socketAsSomebody: () =>
    collect(
      follow(overSocket({ connectionParams: { authorization: "Bearer alice" } }), "{ person }"),
    ),
  socketAsNobodyWeKnow: () =>
    collect(follow(overSocket({ connectionParams: { authorization: "wrong" } }), HELLO)),
  socketKeptAliveByTheClient: async () => {
    const pongs = [];
    const socket = overSocket({ keepAlive: 20, on: { pong: () => pongs.push("pong") } });
    const stop = socket.subscribe({ query: SLOW }, { next() {}, error() {}, complete() {} });
    while (pongs.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    stop();
    await socket.dispose();
    return pongs.length >= 2;
  },
};

const outcomes = await Promise.all(
  Object.entries(scenarios).map(async ([name, play]) => {
    const late = new Promise((resolve) => setTimeout(resolve, 20_000, "no end").unref());
    return [name, await Promise.race([play().catch((error) => String(error)), late])];
  }),
);
console.log(JSON.stringify(Object.fromEntries(outcomes)));
process.exit(0);
