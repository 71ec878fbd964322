"""What a survey says: estimates, scales, gaps. Nothing here draws."""
