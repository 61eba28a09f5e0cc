"""`python -m crawler.newsweb`: the invented web for a person with a browser. Arguments only; no logic."""

import argparse
import sys

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.app import NewswebApp
from crawler.newsweb.clock import Clock, ClockError, read_moment
from crawler.newsweb.server import NewswebError, address_of, bound_socket, server_for
from crawler.newsweb.sites import END


def main() -> int:
    """Serve until Ctrl-C; exit code 1 if the port can't be used or the moment can't be read."""
    parser = argparse.ArgumentParser(prog="python -m crawler.newsweb", description=__doc__)
    parser.add_argument("--port", type=int, default=8642, help="0 takes a free one (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="which spread of the texts (default %(default)s)")
    parser.add_argument(
        "--now", default=END.isoformat(), help="the moment shown (default: the end, %(default)s)"
    )
    arguments = parser.parse_args()
    try:
        clock = Clock(read_moment(arguments.now))
        listening = bound_socket(arguments.port)
    except (ClockError, NewswebError) as error:
        print(error, file=sys.stderr)
        return 1
    address = address_of(listening)
    print(
        f"The synthetic news web runs at http://{address}/ (and as an HTTP proxy there); Ctrl-C ends it.",
        flush=True,
    )
    try:
        server_for(NewswebApp(Newsweb(arguments.seed), clock)).run(sockets=[listening])
    except KeyboardInterrupt:
        # uvicorn has shut down by now and hands the signal on.
        print("Ended.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
