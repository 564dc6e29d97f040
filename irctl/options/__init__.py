"""The options of the command line, each declared once as a named type.

Here is what every command uses: the `@command` decorator and the JOB arguments. Options of one
subject are in a module of their own, so that a command imports the subjects it knows.
"""

from irctl.options.shared import AllJobs, AllJobsOfCheck, Job, Jobs, command, command_printing

__all__ = ["AllJobs", "AllJobsOfCheck", "Job", "Jobs", "command", "command_printing"]
