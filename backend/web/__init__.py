"""The edge: HTTP and WebSocket, the static client, health, and the server that holds the sockets.

`app` puts the routes together, `client` serves what the packaging hook built, `security` sets the
headers of every answer, `problems` makes errors JSON, `guard` cuts off connections that come too
slowly, `server` binds, announces, drains and stops.
"""
