"""How well labels keep their promises, measured on made-up people; and simulated quantiles (`make calibrate`)."""
