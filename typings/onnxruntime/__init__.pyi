from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

class SessionOptions:
    intra_op_num_threads: int
    inter_op_num_threads: int
    enable_mem_pattern: bool
    enable_cpu_mem_arena: bool
    log_severity_level: int
    def add_session_config_entry(self, key: str, value: str) -> None: ...

class NodeArg:
    name: str
    shape: list[int | str]

class ModelMetadata:
    custom_metadata_map: dict[str, str]

class InferenceSession:
    def __init__(
        self, path_or_bytes: str | bytes, sess_options: SessionOptions | None = None, providers: Sequence[str] | None = None
    ) -> None: ...
    def get_inputs(self) -> list[NodeArg]: ...
    def get_modelmeta(self) -> ModelMetadata: ...
    def get_providers(self) -> list[str]: ...
    def run(self, output_names: Sequence[str] | None, input_feed: Mapping[str, NDArray[np.float32]]) -> list[Any]: ...

def get_available_providers() -> list[str]: ...
