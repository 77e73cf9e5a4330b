"""Operations on single numbers: conversion, arithmetic, comparison, integers, elementwise functions."""
