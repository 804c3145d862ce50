"""Muster and mpv on a screen and a sound device of their own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from rig.hand import Hand

TICK = os.sysconf("SC_CLK_TCK")


def wait_for(there, what: str, limit: float = 30.0):
    """Waits until something is there; ends the benches if it does not come."""
    until = time.monotonic() + limit
    while not there():
        if time.monotonic() > until:
            raise SystemExit(f"{what} did not come up")
        time.sleep(0.01)


class Room:
    """A screen without a graphics card and a sound device that nobody hears."""

    def __init__(self, width: int, height: int):
        self.width, self.height = width, height
        self.folder = tempfile.mkdtemp(prefix="muster-room-")
        self.children = []
        read, write = os.pipe()
        screen = ["-screen", "0", f"{width}x{height}x24", "-noreset", "-nolisten", "tcp", "-displayfd", str(write)]
        self.start(["Xvfb", *screen], pass_fds=[write])
        os.close(write)
        with open(read) as told:
            self.display = ":" + told.readline().strip()
        pulse = f"{self.folder}/pulse.sock"
        self.environment = {
            **os.environ, "DISPLAY": self.display, "XDG_RUNTIME_DIR": self.folder, "HOME": self.folder,
            "PULSE_SERVER": f"unix:{pulse}", "LIBGL_ALWAYS_SOFTWARE": "1",
        }  # fmt: skip
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.hand = Hand(self.display)
        self.start(["openbox"])
        modules = [f"module-native-protocol-unix socket={pulse} auth-anonymous=1",
                   "module-null-sink sink_name=room rate=48000"]  # fmt: skip
        loads = [part for module in modules for part in ("-L", module)]
        self.start(["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
                    "--disable-shm=yes", *loads])  # fmt: skip
        wait_for(lambda: os.path.exists(pulse), "PulseAudio")
        time.sleep(1)

    def start(self, command: list[str], **more) -> subprocess.Popen:
        """Starts something that lives as long as the room."""
        environment = getattr(self, "environment", None)
        child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, start_new_session=True, **more)  # fmt: skip
        self.children.append(child)
        return child

    def key(self, name: str):
        """Presses a key."""
        self.hand.press(name)

    def picture(self, name: str) -> str:
        """A picture of the screen, to be looked at."""
        path = os.path.join(tempfile.gettempdir(), f"muster-bench-{name}.png")
        subprocess.run(["import", "-window", "root", path], env=self.environment, check=True)
        return path

    def close(self):
        """Ends all of it."""
        self.hand.close()
        for child in reversed(self.children):
            child.terminate()
            child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Program:
    """A player that was started."""

    def __init__(self, room: Room, command: list[str]):
        self.room = room
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, env=room.environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        start_new_session=True)  # fmt: skip

    def cpu(self) -> float:
        """Seconds of processor time of all its threads, ended ones included."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def threads(self) -> dict[str, float]:
        """The same for each name of a thread."""
        sums = {}
        folder = f"/proc/{self.process.pid}/task"
        for thread in os.listdir(folder):
            try:
                with open(f"{folder}/{thread}/stat") as stat:
                    head, fields = stat.read().rsplit(")", 1)
            except FileNotFoundError:
                continue
            fields = fields.split()
            name = head.split("(", 1)[1]
            sums[name] = sums.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICK
        return sums

    def peak(self) -> float:
        """The most memory that it ever held, in MiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def rest(self, seconds: float) -> float:
        """Share of a core while nothing happens."""
        time.sleep(5)  # controls and carets come to rest first
        before = self.cpu()
        time.sleep(seconds)
        return (self.cpu() - before) / seconds

    def close(self):
        """Ends it."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Muster(Program):
    """Muster over the whole screen."""

    name = "muster"

    def __init__(self, room: Room, muster: str, *arguments: str):
        super().__init__(room, [muster, "--data-dir", f"{room.folder}/data", "--full-screen", *arguments])

    def pause(self):
        """Pauses, or goes on."""
        self.room.key("space")

    def seek(self, by: int, _to: float):
        """Ten seconds on or back."""
        self.room.key("Shift_L+Right" if by > 0 else "Shift_L+Left")


class Mpv(Program):
    """mpv over the whole screen, on the same software OpenGL or without any."""

    def __init__(self, room: Room, vo: str, clip: str):
        self.name = f"mpv {vo}"
        self.control = f"{room.folder}/mpv.sock"
        # Unless it is named, mpv leaves a context that is software alone.
        context = ["--gpu-context=x11egl"] if vo == "gpu" else []
        super().__init__(room, ["mpv", "--no-config", "--hwdec=no", f"--vo={vo}", *context, "--fs", "--no-terminal",
                                "--keep-open=yes", "--osd-level=0", "--no-osc", "--cursor-autohide=always",
                                f"--input-ipc-server={self.control}", clip])  # fmt: skip

    def ask(self, *command) -> dict:
        """Sends a command and returns the answer."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self.control)
            connection.sendall(json.dumps({"command": command, "request_id": 7}).encode() + b"\n")
            lines = connection.makefile()
            return next(answer for line in lines if (answer := json.loads(line)).get("request_id") == 7)

    def pause(self):
        """Pauses, or goes on."""
        self.ask("cycle", "pause")

    def seek(self, _by: int, to: float):
        """To a place, exactly."""
        self.ask("seek", to, "absolute+exact")
