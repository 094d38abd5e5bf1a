"""Being helped by another person: the invitation, what is sealed between the two, who may do what. Needs the extra `support`."""
