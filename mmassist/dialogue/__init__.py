"""The fused prompt, the choice of who answers, and what may be called confirmed."""
