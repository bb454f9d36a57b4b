package org.tlsproxy.log;

/**
 * Who speaks in the log.
 *
 * @param name the program's name as Postfix knows it, e.g. {@code tlsproxy}: never the runtime's
 * @param pid  of the process that writes the record
 */
public record ProcessName(String name, long pid) { }
