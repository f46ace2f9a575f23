"""The site of the documents, for a browser without a network: ``make site``. No part of what is installed."""
