"""For a WSGI server: gunicorn wsgi:app."""

from quizapp.app import create_app

app = create_app()
