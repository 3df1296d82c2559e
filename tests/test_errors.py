"""Each fault has one owner, each exit code one meaning."""

from __future__ import annotations

import pytest

from lam.errors import ActionRejected, EnvironmentFault, ExitCode, LamError, TaskBroken, UserError


def test_exit_codes_are_distinct_and_each_says_what_it_means() -> None:
    assert len({int(code) for code in ExitCode}) == len(list(ExitCode))
    assert len({code.meaning for code in ExitCode}) == len(list(ExitCode))
    assert all(0 <= code <= 255 for code in ExitCode)


def test_codes_are_numbers_that_a_shell_knows() -> None:
    assert (ExitCode.DONE, ExitCode.USAGE, ExitCode.INTERRUPTED, ExitCode.TERMINATED) == (0, 2, 130, 143)
    assert UserError("x").code == 2
    assert type(UserError("x", ExitCode.LOCKED).code) is int


@pytest.mark.parametrize("fault", [ActionRejected, EnvironmentFault, TaskBroken, UserError])
def test_every_fault_is_a_lam_error_and_none_is_another(fault: type[LamError]) -> None:
    assert issubclass(fault, LamError)
    others = {ActionRejected, EnvironmentFault, TaskBroken, UserError} - {fault}
    assert not any(issubclass(fault, other) for other in others)
