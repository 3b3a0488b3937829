"""`python -m ui …` is `inspector …`."""

import sys

from ui.command_line import main

sys.exit(main())
