// A client of the pure Go binding of DigitalOcean: client URI GUEST.xml. It speaks the protocol itself, without
// libvirt's C library. Prints what happened, one line each.
package main

import (
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/digitalocean/go-libvirt"
	"github.com/digitalocean/go-libvirt/socket/dialers"
)

func must(err error, call string) {
	if err != nil {
		log.Fatalf("failed %s: %v", call, err)
	}
}

// connect leaves out of the URI what only the C library understands: the transport and the socket.
func connect(text string) *libvirt.Libvirt {
	uri, err := url.Parse(text)
	must(err, "parse")
	socket := uri.Query().Get("socket")
	name := strings.TrimSuffix(uri.Scheme, "+unix") + "://" + uri.Path
	conn := libvirt.NewWithDialer(dialers.NewLocal(dialers.WithSocket(socket)))
	must(conn.ConnectToURI(libvirt.ConnectURI(name)), "connect")
	return conn
}

func printList(conn *libvirt.Libvirt) {
	domains, _, err := conn.ConnectListAllDomains(1, 0)
	must(err, "list")
	sort.Slice(domains, func(a, b int) bool { return domains[a].Name < domains[b].Name })
	for _, domain := range domains {
		state, _, err := conn.DomainGetState(domain, 0)
		must(err, "state")
		fmt.Printf("domain %s %d\n", domain.Name, state)
	}
}

func printEvent(events <-chan libvirt.DomainEventLifecycleMsg) {
	select {
	case event := <-events:
		fmt.Printf("event %s %d %d\n", event.Dom.Name, event.Event, event.Detail)
	case <-time.After(20 * time.Second):
		log.Fatal("no event came")
	}
}

func printError(call string, err error) {
	failure, ok := err.(libvirt.Error)
	if !ok {
		log.Fatalf("%s did not fail", call)
	}
	fmt.Printf("error %s code=%d message=%s\n", call, failure.Code, failure.Message)
}

func main() {
	conn := connect(os.Args[1])
	guest, err := os.ReadFile(os.Args[2])
	must(err, "guest")
	driver, err := conn.ConnectGetType()
	must(err, "type")
	fmt.Println("connected", driver)
	printList(conn)
	ctx, cancel := context.WithCancel(context.Background())
	events, err := conn.LifecycleEvents(ctx)
	must(err, "register")
	domain, err := conn.DomainDefineXML(string(guest))
	must(err, "define")
	persistent, err := conn.DomainIsPersistent(domain)
	must(err, "persistent")
	fmt.Printf("defined %s persistent=%d\n", domain.Name, persistent)
	printEvent(events)
	must(conn.DomainCreate(domain), "start")
	active, err := conn.DomainIsActive(domain)
	must(err, "active")
	fmt.Printf("started id=%s\n", map[int32]string{0: "none", 1: "set"}[active])
	printEvent(events)
	printList(conn)
	state, maximum, memory, vcpus, _, err := conn.DomainGetInfo(domain)
	must(err, "info")
	fmt.Printf("info state=%d vcpus=%d memory=%d maximum=%d\n", state, vcpus, memory, maximum)
	stats, err := conn.ConnectGetAllDomainStats([]libvirt.Domain{domain}, uint32(libvirt.DomainStatsState), 0)
	must(err, "stats")
	for _, param := range stats[0].Params {
		if param.Field == "state.state" {
			fmt.Printf("stats %s state.state=%d\n", stats[0].Dom.Name, param.Value.I)
		}
	}
	_, err = conn.DomainLookupByName("nobody")
	printError("lookup", err)
	printError("start", conn.DomainCreate(domain))
	must(conn.DomainDestroy(domain), "destroy")
	fmt.Println("destroyed")
	printEvent(events)
	must(conn.DomainUndefine(domain), "undefine")
	fmt.Println("undefined")
	printEvent(events)
	cancel()
	printList(conn)
	must(conn.Disconnect(), "close")
	fmt.Println("closed")
}
