// A client of the Go binding over libvirt's C library: client URI GUEST.xml. Prints what happened, one line each.
package main

import (
	"fmt"
	"log"
	"os"
	"sort"
	"time"

	libvirt "github.com/libvirt/libvirt-go"
)

type lifecycle struct {
	name   string
	event  libvirt.DomainEventType
	detail int
}

func must(err error, call string) {
	if err != nil {
		log.Fatalf("failed %s: %v", call, err)
	}
}

func name(domain *libvirt.Domain) string {
	text, err := domain.GetName()
	must(err, "name")
	return text
}

func printList(conn *libvirt.Connect) {
	domains, err := conn.ListAllDomains(0)
	must(err, "list")
	sort.Slice(domains, func(a, b int) bool { return name(&domains[a]) < name(&domains[b]) })
	for index := range domains {
		state, _, err := domains[index].GetState()
		must(err, "state")
		fmt.Printf("domain %s %d\n", name(&domains[index]), state)
		must(domains[index].Free(), "free")
	}
}

func printEvent(events <-chan lifecycle) {
	select {
	case event := <-events:
		fmt.Printf("event %s %d %d\n", event.name, event.event, event.detail)
	case <-time.After(20 * time.Second):
		log.Fatal("no event came")
	}
}

func printError(call string, err error) {
	failure, ok := err.(libvirt.Error)
	if !ok {
		log.Fatalf("%s did not fail", call)
	}
	fmt.Printf("error %s code=%d domain=%d message=%s\n", call, failure.Code, failure.Domain, failure.Message)
}

func detailOf(event *libvirt.DomainEventLifecycle) int { return event.Detail }

func main() {
	must(libvirt.EventRegisterDefaultImpl(), "event loop")
	go func() {
		for {
			must(libvirt.EventRunDefaultImpl(), "event loop")
		}
	}()
	guest, err := os.ReadFile(os.Args[2])
	must(err, "guest")
	conn, err := libvirt.NewConnect(os.Args[1])
	must(err, "connect")
	driver, err := conn.GetType()
	must(err, "type")
	fmt.Println("connected", driver)
	printList(conn)
	events := make(chan lifecycle, 16)
	callback, err := conn.DomainEventLifecycleRegister(nil,
		func(_ *libvirt.Connect, domain *libvirt.Domain, event *libvirt.DomainEventLifecycle) {
			events <- lifecycle{name(domain), event.Event, detailOf(event)}
		})
	must(err, "register")
	domain, err := conn.DomainDefineXML(string(guest))
	must(err, "define")
	persistent, err := domain.IsPersistent()
	must(err, "persistent")
	fmt.Printf("defined %s persistent=%d\n", name(domain), map[bool]int{true: 1}[persistent])
	printEvent(events)
	must(domain.Create(), "start")
	active, err := domain.IsActive()
	must(err, "active")
	fmt.Printf("started id=%s\n", map[bool]string{false: "none", true: "set"}[active])
	printEvent(events)
	printList(conn)
	info, err := domain.GetInfo()
	must(err, "info")
	fmt.Printf("info state=%d vcpus=%d memory=%d maximum=%d\n", info.State, info.NrVirtCpu, info.Memory, info.MaxMem)
	stats, err := conn.GetAllDomainStats([]*libvirt.Domain{domain}, libvirt.DOMAIN_STATS_STATE, 0)
	must(err, "stats")
	fmt.Printf("stats %s state.state=%d\n", name(stats[0].Domain), stats[0].State.State)
	_, err = conn.LookupDomainByName("nobody")
	printError("lookup", err)
	printError("start", domain.Create())
	must(domain.Destroy(), "destroy")
	fmt.Println("destroyed")
	printEvent(events)
	must(domain.Undefine(), "undefine")
	fmt.Println("undefined")
	printEvent(events)
	must(conn.DomainEventDeregister(callback), "deregister")
	printList(conn)
	must(domain.Free(), "free")
	_, err = conn.Close()
	must(err, "close")
	fmt.Println("closed")
}
