"""GraphQL over HTTP, server-sent events and WebSocket, over a real server."""
