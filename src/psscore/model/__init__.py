"""What an evaluation is made of: frozen values, no arithmetic of any standard."""
