"""The settings of the demo: the real ones, and its own page beside the inbox."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "config.demo_urls"
