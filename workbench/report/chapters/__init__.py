"""What a report says, a function a chapter; ``workbench.report.sections`` has the order."""
