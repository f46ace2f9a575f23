"""Processes that solve for the page: warm, watched, stopped in time; a crash of one takes nothing else down."""

from workbench.web.desk.desk import Desk
from workbench.web.desk.task import Task

__all__ = ["Desk", "Task"]
