"""The examiner: windows whose content is known, and rules that judge what is said about them. No room imports this wing."""
