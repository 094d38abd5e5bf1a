"""Photographs of pages, generated, whose words are known: `mmassist evaluate pages`."""
