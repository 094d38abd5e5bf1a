"""Questions of known answers about generated windows, and a judge of what is answered."""
