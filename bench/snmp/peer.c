/*
 * The peer of the benchmark: a table with the identifiers and types of VM-MIB's vmTable that snmpd serves from a sorted
 * container (the table_tdata helper), loaded into it with dlmod. BENCH_ROWS in the environment is the number of rows.
 */
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/agent/net-snmp-agent-includes.h>
#include <stdio.h>
#include <stdlib.h>

struct bench_row {
  long number;
  char name[16];
  unsigned char uuid[16];
  struct counter64 time;
};

static int handle(netsnmp_mib_handler *handler, netsnmp_handler_registration *registration,
                  netsnmp_agent_request_info *info, netsnmp_request_info *requests) {
  netsnmp_request_info *request;
  for (request = requests; request; request = request->next) {
    if (request->processed) continue;
    struct bench_row *row = netsnmp_tdata_extract_entry(request);
    netsnmp_table_request_info *place = netsnmp_extract_table_info(request);
    if (row == NULL || place == NULL) {
      netsnmp_set_request_error(info, request, SNMP_NOSUCHINSTANCE);
      continue;
    }
    netsnmp_variable_list *variable = request->requestvb;
    long number = row->number + place->colnum;
    switch (place->colnum) {
      case 2:
        snmp_set_var_typed_value(variable, ASN_OCTET_STR, row->name, strlen(row->name));
        break;
      case 3:
        snmp_set_var_typed_value(variable, ASN_OCTET_STR, row->uuid, sizeof row->uuid);
        break;
      case 4:
        snmp_set_var_typed_value(variable, ASN_OCTET_STR, "hvm", 3);
        break;
      case 16:
        snmp_set_var_typed_value(variable, ASN_TIMETICKS, &number, sizeof number);
        break;
      case 17:
        snmp_set_var_typed_value(variable, ASN_COUNTER64, &row->time, sizeof row->time);
        break;
      default:
        snmp_set_var_typed_value(variable, ASN_INTEGER, &number, sizeof number);
    }
  }
  return SNMP_ERR_NOERROR;
}

void init_peer(void) {
  /* snmpd wants the table here; its entry is the arc 1 below. */
  static oid table_oid[] = {1, 3, 6, 1, 2, 1, 236, 1, 4};
  const char *wanted = getenv("BENCH_ROWS");
  long rows = wanted ? atol(wanted) : 10000;
  netsnmp_tdata *table = netsnmp_tdata_create_table("benchTable", 0);
  netsnmp_handler_registration *registration = netsnmp_create_handler_registration(
      "benchTable", handle, table_oid, OID_LENGTH(table_oid), HANDLER_CAN_RONLY);
  netsnmp_table_registration_info *shape = SNMP_MALLOC_TYPEDEF(netsnmp_table_registration_info);
  netsnmp_table_helper_add_indexes(shape, ASN_INTEGER, 0);
  shape->min_column = 2;
  shape->max_column = 17;
  for (long i = 1; i <= rows; i++) {
    struct bench_row *row = calloc(1, sizeof *row);
    row->number = i;
    snprintf(row->name, sizeof row->name, "guest%ld", i);
    for (int k = 0; k < 16; k++) row->uuid[k] = (unsigned char)(i >> (k & 7));
    unsigned long long time = (unsigned long long)i * 10000000000ULL;
    row->time.high = (unsigned long)(time >> 32);
    row->time.low = (unsigned long)(time & 0xffffffffUL);
    netsnmp_tdata_row *place = netsnmp_tdata_create_row();
    place->data = row;
    netsnmp_tdata_row_add_index(place, ASN_INTEGER, &i, sizeof(int));
    netsnmp_tdata_add_row(table, place);
  }
  netsnmp_tdata_register(registration, table, shape);
}
