"""Stamp: the acknowledgement put into finished files from elsewhere; bytes in, bytes out."""
