"""Print the n-th command of the README's first section, exactly as a reader would copy it."""

import re
import sys
from pathlib import Path

readme = Path(__file__).resolve().parent.parent / "README.md"
blocks = re.findall(r"```sh\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
print(blocks[int(sys.argv[1]) - 1].strip())
