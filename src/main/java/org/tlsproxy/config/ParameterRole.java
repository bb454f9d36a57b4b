package org.tlsproxy.config;

/** Whom a parameter concerns: the chapters of the manual page. */
public enum ParameterRole { GLOBAL, SERVER, CLIENT, PROCESS, MAIL, INHERITED }
