"""How well the app's own eyes see: icons of themes that no training saw, and controls of real programs beside their accessibility trees."""
