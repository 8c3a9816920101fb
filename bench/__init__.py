"""Figures that anyone can run again. Each prints the machine, the floor or peer beside us, and the ratio."""
