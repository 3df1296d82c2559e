"""Four faults, told apart by whose they are, and the exit codes of the command line.

LamError
├── ActionRejected     the policy's: told to it in words, the episode goes on
├── EnvironmentFault   the machine's: the step is retried or the episode is void
├── TaskBroken         ours: the run stops
└── UserError          the caller's: one clear line, a distinct exit code, nothing changed
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended. The table in `lam --help` and in the documentation is made from these lines."""

    def __new__(cls, code: int, meaning: str) -> ExitCode:
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    meaning: str

    DONE = 0, "done and verified"
    NOT_DONE = 1, "not done; the reason is said and the file is as it was"
    USAGE = 2, "the command line is wrong"
    NO_FILE = 10, "no such file"
    NOT_A_FILE = 11, "a folder, or something else that is not a file"
    EMPTY_FILE = 12, "the file is empty"
    UNSUPPORTED = 13, "a type of file that LAM does not work on"
    WRONG_SUFFIX = 14, "the content is not what the suffix says"
    CORRUPT = 15, "the document is damaged"
    PROTECTED = 16, "the document needs a password"
    READ_ONLY = 17, "the file or its folder cannot be written"
    LOCKED = 18, "the file is open elsewhere"
    DISK_FULL = 19, "no room on the disk"
    NO_INSTRUCTION = 20, "the instruction is empty or says nothing that can be done"
    OTHER_KIND = 21, "the instruction is for another kind of document"
    NO_OFFICE = 30, "no LibreOffice found"
    NO_MODEL = 31, "the embedded model is missing"
    NO_ENDPOINT = 32, "the model endpoint cannot be reached or refuses"
    NONSENSE = 33, "the model's answers hold no action"
    NO_RUN = 40, "no such run, or nothing to undo"
    CHANGED_SINCE = 41, "the file was changed by someone else, so it is left alone"
    FAULT = 70, "the machine failed: the office or the model died, hung or answered nonsense"
    BROKEN = 71, "a fault of LAM itself"
    INTERRUPTED = 130, "stopped with Ctrl-C"
    TERMINATED = 143, "stopped by a signal"


class LamError(Exception):
    """Base of everything that LAM raises on purpose."""


class ActionRejected(LamError):  # noqa: N818 (the name says whose fault it is)
    """The action cannot be done as asked; nothing was changed. The message is written for the policy."""


class EnvironmentFault(LamError):  # noqa: N818 (the name says whose fault it is)
    """The application died, hung or answered nonsense."""


class TaskBroken(LamError):  # noqa: N818 (the name says whose fault it is)
    """A task, a checkpoint or a declaration of ours is inconsistent."""


class UserError(LamError):
    """The caller asked for what cannot be. `code` is the exit code of the command line."""

    def __init__(self, message: str, code: int = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.code = int(code)
