"""Streams and descriptors of libvirt's Python binding: streams.py URI DOMAIN. Prints what happened, one line each."""

import socket
import sys

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)


def attempt(what, action):
    try:
        print(what, action())
    except libvirt.libvirtError as error:
        print(what, "error %d" % error.get_error_code())


def read_until(stream, wanted):
    seen = b""
    while wanted not in seen:
        piece = stream.recv(4096)
        if not piece:
            sys.exit("the console ended after %r" % seen)
        seen += piece
    return True


def screenshot(domain):
    stream = conn.newStream()
    mime = domain.screenshot(stream, 0)
    picture = b""
    while piece := stream.recv(65536):
        picture += piece
    stream.finish()
    return "%s %s" % (mime, picture[1:4].decode())


def console(domain, key, answer):
    stream = conn.newStream()
    domain.openConsole(None, stream)
    attempt("console again", lambda: domain.openConsole(None, conn.newStream(), libvirt.VIR_DOMAIN_CONSOLE_SAFE))
    stream.send(key)
    print("console", read_until(stream, answer))
    taken = conn.newStream()
    domain.openConsole(None, taken, libvirt.VIR_DOMAIN_CONSOLE_FORCE)
    attempt("console taken", lambda: stream.recv(1))
    taken.finish()


def viewer(domain):
    descriptor = domain.openGraphicsFD(0)
    with socket.socket(fileno=descriptor) as display:
        display.setblocking(True)
        return display.recv(12)[:7].decode()


def handed_over(domain):
    ours, theirs = socket.socketpair()
    with ours:
        domain.openGraphics(0, theirs.fileno())
        theirs.close()
        return ours.recv(12)[:7].decode()


conn = libvirt.open(sys.argv[1])
domain = conn.lookupByName(sys.argv[2])
real = conn.getType() == "QEMU"
console(domain, b"r" if real else b"ping", b"SECTOR UP" if real else b"ping")
print("screenshot", screenshot(domain))
attempt("graphics", lambda: viewer(domain))
attempt("graphics of ours", lambda: handed_over(domain))
attempt("no such display", lambda: domain.openGraphicsFD(7))
conn.close()
