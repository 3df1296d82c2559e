"""A policy behind any OpenAI-compatible endpoint: structured output where the endpoint has it, repaired JSON where not."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from lam.actions import Declaration
from lam.agent import prompt
from lam.agent.policy import Guide
from lam.errors import EnvironmentFault, ExitCode, UserError
from lam.types import Decision, Observation, Step

TIMEOUT_S = 120.0
RETRIES = 2
"""Retries of one request by the library, on connection errors, 429 and 5xx, with growing pauses."""
ANSWER_TOKENS = 1500


class EndpointPolicy:
    """Asks MODEL at `base_url` (empty: the library's default address) for one action at a time."""

    guided = False

    def __init__(self, model: str, base_url: str = "", api_key: str = "", timeout_s: float = TIMEOUT_S) -> None:
        """Raises: UserError when the `openai` package is not installed, or neither an address nor a key is given."""
        try:
            import openai
        except ModuleNotFoundError as error:
            raise UserError(
                f"the endpoint policy needs the package {error.name!r}; install it with: pip install 'lam[endpoint]'", ExitCode.NO_ENDPOINT
            ) from None
        if not model:
            raise UserError("name the model: --policy openai:MODEL", ExitCode.USAGE)
        if not api_key and not base_url:
            raise UserError("set OPENAI_API_KEY, or name an endpoint with --base-url URL", ExitCode.NO_ENDPOINT)
        self.name = f"openai:{model}"
        self.model = model
        self._errors = openai
        self._client: Any = openai.OpenAI(base_url=base_url or None, api_key=api_key or "none", timeout=timeout_s, max_retries=RETRIES)
        self._formats: list[str] = ["json_schema", "json_object", "text"]
        """Output formats still to try; the endpoint's refusals shorten the list for good."""

    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        conversation = prompt.messages(instruction, observation, history, vocabulary, limit=80, words=30)
        started = time.perf_counter()
        answer = self._ask(conversation, vocabulary)
        text = answer.choices[0].message.content if answer.choices else ""
        decision = prompt.parse(text or "")
        usage = answer.usage
        details = getattr(usage, "prompt_tokens_details", None)
        return Decision(
            decision.thought,
            decision.action,
            duration_s=time.perf_counter() - started,
            prompt_tokens=usage.prompt_tokens if usage else 0,
            cached_tokens=(details.cached_tokens or 0) if details else 0,
            completion_tokens=usage.completion_tokens if usage else 0,
        )

    def complete(self, conversation: list[prompt.Message]) -> str:
        """The answer to a conversation, asked for as a JSON object of no particular schema.

        Raises: EnvironmentFault as `decide` does.
        """
        answer = self._ask(conversation, {})
        return (answer.choices[0].message.content if answer.choices else "") or ""

    def begin(self, attempt: int, guide: Guide | None = None) -> bool:
        """A paid answer is not asked for twice."""
        return attempt == 0

    def close(self) -> None:
        self._client.close()

    def _ask(self, conversation: list[prompt.Message], vocabulary: Mapping[str, Declaration]) -> Any:
        """One completion in the best format that the endpoint takes.

        Raises: EnvironmentFault when it cannot be reached, refuses the key or the model, or answers no completion.
        """
        openai = self._errors
        while True:
            extra = {} if self._formats[0] == "text" else {"response_format": _response_format(self._formats[0], vocabulary)}
            try:
                answer = self._client.chat.completions.create(
                    model=self.model,
                    messages=conversation,
                    temperature=0,
                    max_tokens=ANSWER_TOKENS,
                    **extra,
                )
            except openai.BadRequestError as error:
                if len(self._formats) == 1:
                    raise EnvironmentFault(f"the endpoint refuses the request: {_words(error)}") from error
                del self._formats[0]
                continue
            except openai.AuthenticationError as error:
                raise EnvironmentFault(f"the endpoint refuses the key: {_words(error)}; set OPENAI_API_KEY") from error
            except openai.APITimeoutError as error:
                raise EnvironmentFault(f"the endpoint at {self._client.base_url} did not answer in time") from error
            except openai.APIConnectionError as error:
                raise EnvironmentFault(f"the endpoint at {self._client.base_url} cannot be reached") from error
            except openai.APIStatusError as error:
                raise EnvironmentFault(f"the endpoint answers {error.status_code}: {_words(error)}") from error
            except (openai.APIError, ValueError) as error:
                raise EnvironmentFault(f"the endpoint's answer is not a completion: {_words(error)}") from error
            if not hasattr(answer, "choices") or answer.choices is None:
                raise EnvironmentFault("the endpoint's answer is not a completion; is the address right (it often ends in /v1)?")
            return answer


def _response_format(kind: str, vocabulary: Mapping[str, Declaration]) -> dict[str, Any]:
    if kind == "json_object" or not vocabulary:
        return {"type": "json_object"}
    branches = [
        {
            "type": "object",
            "properties": {"thought": {"type": "string"}, "action": {"type": "string", "enum": [name]}, "args": declaration.schema},
            "required": ["thought", "action", "args"],
            "additionalProperties": False,
        }
        for name, declaration in vocabulary.items()
    ]
    return {"type": "json_schema", "json_schema": {"name": "decision", "strict": False, "schema": {"anyOf": branches}}}


def _words(error: Exception, limit: int = 200) -> str:
    flat = " ".join(str(error).split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
