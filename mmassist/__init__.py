"""mmassist: eyes for blind and low-vision people on any desktop."""
