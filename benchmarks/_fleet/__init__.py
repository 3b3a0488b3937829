"""The parts of the fleet benchmark: simulated devices, their client, the centre's processes, and a watch on them."""
