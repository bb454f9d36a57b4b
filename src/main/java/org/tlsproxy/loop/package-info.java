/**
 * The event loop of a launcher or worker: descriptors that became ready, timers that are due, and the watchdog that ends a process whose
 * loop is stuck.
 *
 * <p>Imports {@code posix} and {@code log}. One thread; time is read once per turn and handed out. Never happens here: reading, writing
 * or closing what is watched; anything that blocks but the one wait.
 */
package org.tlsproxy.loop;
