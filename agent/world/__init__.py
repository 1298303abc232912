"""The only rooms with sockets and files: one module a thing of the user's world, each behind a port."""
