/** Character devices that are there without a host's device behind them. */
package isthmus.core.files.devices;
