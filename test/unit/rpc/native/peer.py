"""The other end of a socket that descriptors travel through; does what its arguments say, line by line of JSON."""
import array, json, os, socket, sys, tempfile

path, plan = sys.argv[1], json.loads(sys.argv[2])
sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
sock.connect(path)


def send(data, files, times):
    handles = []
    for text in files:
        handle = tempfile.TemporaryFile()
        handle.write(text.encode())
        handle.flush()
        handles.append(handle)
    numbers = [handle.fileno() for handle in handles]
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", numbers))] if numbers else []
    if rights:
        sock.sendmsg([data.encode("latin1")], rights)
    else:
        sock.sendall(data.encode("latin1") * times)


def receive(octets):
    got, texts, places = b"", [], []
    while len(got) < octets:
        data, numbers, _flags, _address = socket.recv_fds(sock, octets - len(got), 16)
        if not data:
            break
        got += data
        for number in numbers:
            places.append(len(got))
            texts.append(os.pread(number, 100, 0).decode())
            os.close(number)
    return {"data": got.decode("latin1"), "texts": texts, "places": places}


for step in plan:
    if step["do"] == "send":
        send(step["data"], step.get("files", []), step.get("times", 1))
    elif step["do"] == "receive":
        print(json.dumps(receive(step["octets"])), flush=True)
    elif step["do"] == "wait":
        sys.stdin.readline()
    elif step["do"] == "die":
        os._exit(1)
