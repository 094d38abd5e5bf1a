"""The broker: a server that brings a user and a helper together and carries what they have sealed. A wing: the app does not need it."""
