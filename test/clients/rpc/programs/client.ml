(* A client of libvirt's OCaml binding: client URI GUEST.xml. Prints what happened, one line each. *)
open Libvirt

let state_number = function
  | Domain.InfoNoState -> 0
  | Domain.InfoRunning -> 1
  | Domain.InfoBlocked -> 2
  | Domain.InfoPaused -> 3
  | Domain.InfoShutdown -> 4
  | Domain.InfoShutoff -> 5
  | Domain.InfoCrashed -> 6
  | Domain.InfoPMSuspended -> 7

(* The binding has names for the codes; those that this program meets. *)
let code_number = function
  | Virterror.VIR_ERR_NO_DOMAIN -> 42
  | Virterror.VIR_ERR_INTERNAL_ERROR -> 1
  | Virterror.VIR_ERR_OPERATION_INVALID -> 55
  | code -> failwith (Virterror.string_of_code code)

let domain_number = function
  | Virterror.VIR_FROM_TEST -> 12
  | domain -> failwith (Virterror.string_of_domain domain)

let event_numbers = function
  | `Defined `Added -> (0, 0)
  | `Undefined `Removed -> (1, 0)
  | `Started `Booted -> (2, 0)
  | `Stopped `Destroyed -> (5, 1)
  | event -> failwith (Event.Lifecycle.to_string event)

let held = Queue.create ()
let late = ref false

let print_event conn =
  let timer = Event.add_timeout conn 20000 (fun () -> late := true) in
  while Queue.is_empty held && not !late do
    Event.run_default_impl ()
  done;
  Event.remove_timeout conn timer;
  if !late then failwith "no event came";
  let name, event = Queue.pop held in
  let number, detail = event_numbers event in
  Printf.printf "event %s %d %d\n" name number detail

let print_list conn =
  let domains = Domain.get_domains conn [ Domain.ListAll ] in
  let rows = List.map (fun one -> (Domain.get_name one, (Domain.get_info one).Domain.state)) domains in
  List.iter
    (fun (name, state) -> Printf.printf "domain %s %d\n" name (state_number state))
    (List.sort compare rows)

let print_error call action =
  match action () with
  | _ -> failwith (call ^ " did not fail")
  | exception Virterror error ->
    Printf.printf "error %s code=%d domain=%d message=%s\n" call
      (code_number error.Virterror.code)
      (domain_number error.Virterror.domain)
      (Option.value error.Virterror.message ~default:"")

let read path =
  let channel = open_in path in
  let text = really_input_string channel (in_channel_length channel) in
  close_in channel;
  text

let print_stats conn domain =
  let records = Domain.get_all_domain_stats conn [ Domain.StatsState ] [] in
  let uuid = Domain.get_uuid domain in
  let record = List.find (fun one -> one.Domain.dom_uuid = uuid) (Array.to_list records) in
  match List.assoc "state.state" (Array.to_list record.Domain.params) with
  | Domain.TypedFieldInt32 state -> Printf.printf "stats %s state.state=%ld\n" (Domain.get_name domain) state
  | _ -> failwith "state.state is no int"

let () =
  Event.register_default_impl ();
  let conn = Connect.connect ~name:Sys.argv.(1) () in
  Printf.printf "connected %s\n" (Connect.get_type conn);
  print_list conn;
  let on_event domain event = Queue.push (Domain.get_name domain, event) held in
  let callback = Event.register_any conn (Event.Lifecycle on_event) in
  let domain = Domain.define_xml conn (read Sys.argv.(2)) in
  Printf.printf "defined %s\n" (Domain.get_name domain);
  print_event conn;
  Domain.create domain;
  Printf.printf "started id=%s\n" (if Domain.get_id domain > 0 then "set" else "none");
  print_event conn;
  print_list conn;
  let info = Domain.get_info domain in
  Printf.printf "info state=%d vcpus=%d memory=%Ld maximum=%Ld\n" (state_number info.Domain.state)
    info.Domain.nr_virt_cpu info.Domain.memory info.Domain.max_mem;
  print_stats conn domain;
  print_error "lookup" (fun () -> ignore (Domain.lookup_by_name conn "nobody"));
  print_error "start" (fun () -> Domain.create domain);
  Domain.destroy domain;
  print_endline "destroyed";
  print_event conn;
  (* The binding gives up the handle of a destroyed domain. *)
  Domain.undefine (Domain.lookup_by_name conn "binding");
  print_endline "undefined";
  print_event conn;
  Event.deregister_any conn callback;
  print_list conn;
  Connect.close conn;
  print_endline "closed"
