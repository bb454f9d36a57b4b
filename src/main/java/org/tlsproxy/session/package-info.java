/**
 * One tlsproxy session as a state machine: events in, next state and bytes out. Pure: no socket, no clock, no thread; it needs none of
 * them to be tested.
 *
 * <p>Imports {@code wire}, {@code log} and the engine's port (not Bouncy Castle). Only its owner reads, writes and closes; a state says
 * what it wants to read and how long it is prepared to wait.
 */
package org.tlsproxy.session;
