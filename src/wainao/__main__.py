"""`python -m wainao` is `wainao`."""

from wainao.app.cli import main

if __name__ == "__main__":
    main()
