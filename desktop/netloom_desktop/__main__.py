"""`python -m netloom_desktop` opens the window."""

import sys

from netloom_desktop.application import main

sys.exit(main())
