"""`!echo` with nanobot-ai, encrypted: HOMESERVER USER PASSWORD FOLDER. Its model is a process beside it that says a command's words again.

As it comes, it answers each message of whoever may write to it: what a message costs has a question to that model in it.
"""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


class Repeats(BaseHTTPRequestHandler):
    """The model's server: the form of OpenAI's chat completions, whole or as a stream."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer with what stands behind the last `!echo`; with one word where nobody asks."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        words = find_words(body["messages"])
        whole = {"role": "assistant", "content": words}
        choice: dict[str, Any] = {
            "index": 0,
            "finish_reason": "stop",
            ("delta" if body.get("stream") else "message"): whole,
        }
        said = {"id": "1", "object": "chat.completion", "created": 1, "model": "repeats", "choices": [choice]}
        text = f"data: {json.dumps(said)}\n\ndata: [DONE]\n\n" if body.get("stream") else json.dumps(said)
        self.send_response(200)
        self.send_header("content-type", "text/event-stream" if body.get("stream") else "application/json")
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def find_words(messages: list[dict[str, Any]]) -> str:
    """Return what the last of a person's messages asks to say again; nanobot writes lines of its own around it."""
    content = next(message["content"] for message in reversed(messages) if message["role"] == "user")
    parts = [content] if isinstance(content, str) else [part.get("text", "") for part in content]
    lines = [line for part in parts for line in part.splitlines() if "!echo " in line]
    return lines[-1].partition("!echo ")[2] if lines else "Heard."


def serve_until_end(server: ThreadingHTTPServer, pipe: int) -> None:
    """Answer until nobody holds the pipe's other end any more: nanobot has ended."""
    Thread(target=server.serve_forever, daemon=True).start()
    os.read(pipe, 1)


homeserver, user, password, folder = sys.argv[1:]
os.chdir(folder)
server = ThreadingHTTPServer(("127.0.0.1", 0), Repeats)
ended, held = os.pipe()
if os.fork() == 0:
    os.close(held)
    serve_until_end(server, ended)
    os._exit(0)
os.set_inheritable(held, True)
matrix = {
    "enabled": True,
    "homeserver": homeserver,
    "userId": user,
    "password": password,
    "allowFrom": ["*"],
}
config = {
    "agents": {"defaults": {"workspace": str(Path("workspace").resolve()), "model": "repeats", "provider": "custom"}},
    "providers": {"custom": {"apiKey": "none", "apiBase": f"http://127.0.0.1:{server.server_port}/v1"}},
    "channels": {"matrix": matrix},
    "gateway": {"port": 0},
}
Path("config.json").write_text(json.dumps(config))
words = (sys.executable, "-m", "nanobot", "gateway", "--foreground", "--config", str(Path("config.json").resolve()))
os.execve(sys.executable, words, {**os.environ, "HOME": folder})  # noqa: S606 - it becomes nanobot
