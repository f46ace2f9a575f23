"""The bundle for a machine without a network: ``make bundle``. No part of what is installed."""
